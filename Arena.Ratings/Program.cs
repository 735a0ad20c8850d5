using Arena.Ratings;
using Arena.Ratings.CommandLine.Ledger;
using Arena.Ratings.CommandLine.Rate;
using Arena.ServiceDefaults;

if (args is [RateCommand.Name, .. var rate])
{
    return RateCommand.Run(rate, Console.Out, Console.Error);
}

if (LedgerCommands.Find(args) is { } command)
{
    return await command.RunAsync(Console.Out, Console.Error);
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Path.GetDirectoryName(typeof(Program).Assembly.Location) });
builder.AddServiceDefaults();
builder.AddArenaRatings();

var app = builder.Build();
app.UseArenaRatings();
app.MapDefaultEndpoints();
await app.RunServiceAsync();
return 0;
