using Arena.ModelSimulator;

var builder = WebApplication.CreateBuilder(args);
builder.AddArenaModelSimulator();
var app = builder.Build();
app.UseArenaModelSimulator();
app.Run();
