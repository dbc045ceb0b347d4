#!/bin/bash
# {{ job.title }}: {{ job.shards }} shards under GNU parallel, then joined. Run it with: bash THIS_FILE
# What stands behind the file goes to parallel: bash THIS_FILE -S node1,node2, where the nodes share this folder.
# Run again after a fault, it goes on: what is finished is not run again.
set -euo pipefail
cd {{ job.home }}
mkdir -p {{ job.parts }}
cores=$(nproc)
jobs=$(( cores < {{ job.cpus }} ? 1 : cores / {{ job.cpus }} ))
seq {{ job.shards }} | parallel --jobs "$jobs" --retries 3 --workdir . "$@" -I __SHARD__ {{ job.shard_as_word("__SHARD__") }}
{{ job.merge() }}
