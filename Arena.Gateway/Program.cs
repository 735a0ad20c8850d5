using Arena.Gateway;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddArenaGateway();

var app = builder.Build();
app.UseArenaGateway();
app.MapDefaultEndpoints();
await app.RunAsync();
