using Arena.Ratings;
using Arena.Ratings.Ledger.Checks;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddArenaRatings();

var app = builder.Build();
if (args is [VerifyVerb.Name, ..])
{
    return await VerifyVerb.RunAsync(app.Services, anchor: null, progress: null, Console.Out);
}

app.UseArenaRatings();
app.MapDefaultEndpoints();
await app.RunAsync();
return 0;
