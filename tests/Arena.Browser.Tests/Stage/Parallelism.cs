// Each test has a browser, a web server and back ends of its own: one at a time is fastest.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
