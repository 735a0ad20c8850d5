using Arena.AppHost;
using Arena.AppHost.Input;

ErrorLine.ForInputErrors();
var builder = DistributedApplication.CreateBuilder(ArenaArguments.Checked(args));

var ledger = builder.AddArenaLedger();
var cache = builder.AddArenaCache();
var models = builder.AddArenaModels();
builder.AddArenaServices(ledger, cache, models);

await builder.Build().RunAsync();
