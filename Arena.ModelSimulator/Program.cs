using Arena.ModelSimulator;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddArenaModelSimulator();

var app = builder.Build();
app.UseArenaModelSimulator();
app.MapDefaultEndpoints();
await app.RunAsync();
