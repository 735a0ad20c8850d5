using Arena.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

var ledger = builder.AddArenaLedger();
var cache = builder.AddArenaCache();
var models = builder.AddArenaModels();
builder.AddArenaServices(ledger, cache, models);

await builder.Build().RunAsync();
