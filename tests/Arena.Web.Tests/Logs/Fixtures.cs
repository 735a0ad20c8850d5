using Arena.Testing;

[assembly: AssemblyFixture(typeof(RedisServer))]
