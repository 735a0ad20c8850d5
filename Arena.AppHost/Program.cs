using Arena.AppHost;
using Arena.AppHost.Doctor;
using Arena.AppHost.Input;

ErrorLine.ForInputErrors();
if (DoctorVerb.IsAsked(args))
{
    return await DoctorVerb.RunAsync(args, Console.Out);
}

var builder = DistributedApplication.CreateBuilder(ArenaArguments.Checked(args));

var ledger = builder.AddArenaLedger();
var cache = builder.AddArenaCache();
var models = builder.AddArenaModels();
builder.AddArenaServices(ledger, cache, models);

await builder.Build().RunAsync();
return Environment.ExitCode;
