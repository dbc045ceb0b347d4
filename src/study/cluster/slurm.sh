#!/bin/bash
# {{ job.title }}: {{ job.shards }} shards as an array, and a job that joins them. Send both with: bash THIS_FILE
# Sent again after a fault or a time limit, it goes on: what is finished is not run again.
set -euo pipefail
cd {{ job.home }}
mkdir -p {{ job.parts }}/logs
array=$(sbatch --parsable <<'END_OF_SHARD'
#!/bin/bash
#SBATCH --job-name={{ job.name }}
#SBATCH --array=1-{{ job.shards }}
#SBATCH --time={{ job.shard_time() }}
#SBATCH --cpus-per-task={{ job.cpus }}
#SBATCH --mem={{ job.memory }}M
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=/dev/null
{%- for line in job.options %}
#SBATCH {{ line }}
{%- endfor %}
cd {{ job.home }}
exec >> {{ job.parts }}/logs/"$SLURM_ARRAY_TASK_ID" 2>&1
exec {{ job.shard("\"$SLURM_ARRAY_TASK_ID\"") }}
END_OF_SHARD
)
sbatch --dependency=afterok:"${array%%;*}" --kill-on-invalid-dep=yes <<'END_OF_MERGE'
#!/bin/bash
#SBATCH --job-name={{ job.name }}-merge
#SBATCH --time={{ job.merge_time() }}
#SBATCH --cpus-per-task={{ job.cpus }}
#SBATCH --mem={{ job.memory }}M
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=/dev/null
{%- for line in job.options %}
#SBATCH {{ line }}
{%- endfor %}
cd {{ job.home }}
exec >> {{ job.parts }}/logs/merge 2>&1
exec {{ job.merge() }}
END_OF_MERGE
