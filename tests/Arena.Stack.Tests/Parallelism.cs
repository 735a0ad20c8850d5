// Each class has a stack of a dozen processes: one after the other is fastest, and leaves the timing of each to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
