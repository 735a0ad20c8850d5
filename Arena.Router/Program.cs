using Arena.Router;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddArenaRouter();

var app = builder.Build();
app.UseArenaRouter();
app.MapDefaultEndpoints();
await app.RunAsync();
