# {{ job.title }}: {{ job.shards }} shards, then joined. Run it with: snakemake --snakefile THIS_FILE --cores all
# Run again after a fault, it goes on: what is finished is not run again.
workdir: {{ job.quoted_home() }}

rule results:
    input:
        expand({{ job.quoted_mark() }}, shard=range(1, {{ job.shards }} + 1))
    threads: {{ job.cpus }}
    resources:
        mem_mb={{ job.memory }},
        runtime={{ job.merge_minutes }}
    shell:
        {{ job.quoted_merge() }}

rule shard:
    output:
        touch({{ job.quoted_mark() }})
    threads: {{ job.cpus }}
    retries: 2
    resources:
        mem_mb={{ job.memory }},
        runtime={{ job.shard_minutes }}
    shell:
        {{ job.quoted_shard() }}
