using Arena.Ratings;
using Arena.Ratings.CommandLine.Rate;
using Arena.Ratings.Ledger;

if (args is [RateCommand.Name, .. var rate])
{
    return RateCommand.Run(rate, Console.Out, Console.Error);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddArenaRatings();

var app = builder.Build();
if (args is [VerifyVerb.Name, ..])
{
    return await VerifyVerb.RunAsync(app.Services, Console.Out);
}

app.UseArenaRatings();
app.MapDefaultEndpoints();
await app.RunAsync();
return 0;
