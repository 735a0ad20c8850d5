// One browser at a time: the scenarios share the switches of one stage, and what frames and layout measure must be theirs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
