#!/bin/bash
# {{ job.title }}: {{ job.shards }} shards as an array, and a job that joins them. Send both with: bash THIS_FILE
# Sent again after a fault or a time limit, it goes on: what is finished is not run again.
set -euo pipefail
cd {{ job.home }}
mkdir -p {{ job.parts }}/logs
array=$(qsub <<'END_OF_SHARD'
#!/bin/bash
#PBS -N {{ job.name }}
#PBS -J 1-{{ job.shards }}
#PBS -l select=1:ncpus={{ job.cpus }}:mem={{ job.memory }}mb
#PBS -l walltime={{ job.shard_time() }}
#PBS -r y
#PBS -j oe
#PBS -o /dev/null
{%- for line in job.options %}
#PBS {{ line }}
{%- endfor %}
cd {{ job.home }}
exec >> {{ job.parts }}/logs/"$PBS_ARRAY_INDEX" 2>&1
exec {{ job.shard("\"$PBS_ARRAY_INDEX\"") }}
END_OF_SHARD
)
qsub -W depend=afterok:"$array" <<'END_OF_MERGE'
#!/bin/bash
#PBS -N {{ job.name }}-merge
#PBS -l select=1:ncpus={{ job.cpus }}:mem={{ job.memory }}mb
#PBS -l walltime={{ job.merge_time() }}
#PBS -r y
#PBS -j oe
#PBS -o /dev/null
{%- for line in job.options %}
#PBS {{ line }}
{%- endfor %}
cd {{ job.home }}
exec >> {{ job.parts }}/logs/merge 2>&1
exec {{ job.merge() }}
END_OF_MERGE
