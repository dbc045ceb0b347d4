#!/bin/bash
# {{ job.title }}: {{ job.shards }} shards as an array, and a job that joins them. Send both with: bash THIS_FILE
# Sent again after a fault or a time limit, it goes on: what is finished is not run again.
# `-pe smp` is what most sites call cores of one machine, and h_vmem is counted for each core.
set -euo pipefail
cd {{ job.home }}
mkdir -p {{ job.parts }}/logs
array=$(qsub -terse <<'END_OF_SHARD'
#!/bin/bash
#$ -S /bin/bash
#$ -N {{ job.name }}
#$ -t 1-{{ job.shards }}
#$ -pe smp {{ job.cpus }}
#$ -l h_rt={{ job.shard_time() }}
#$ -l h_vmem={{ job.memory_per_cpu() }}M
#$ -r y
#$ -j y
#$ -o /dev/null
{%- for line in job.options %}
#$ {{ line }}
{%- endfor %}
cd {{ job.home }}
exec >> {{ job.parts }}/logs/"$SGE_TASK_ID" 2>&1
exec {{ job.shard("\"$SGE_TASK_ID\"") }}
END_OF_SHARD
)
qsub -hold_jid "${array%%.*}" <<'END_OF_MERGE'
#!/bin/bash
#$ -S /bin/bash
#$ -N {{ job.name }}-merge
#$ -pe smp {{ job.cpus }}
#$ -l h_rt={{ job.merge_time() }}
#$ -l h_vmem={{ job.memory_per_cpu() }}M
#$ -r y
#$ -j y
#$ -o /dev/null
{%- for line in job.options %}
#$ {{ line }}
{%- endfor %}
cd {{ job.home }}
exec >> {{ job.parts }}/logs/merge 2>&1
exec {{ job.merge() }}
END_OF_MERGE
