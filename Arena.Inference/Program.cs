using Arena.Inference;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddArenaInference();

var app = builder.Build();
app.UseArenaInference();
app.MapDefaultEndpoints();
app.Run();
