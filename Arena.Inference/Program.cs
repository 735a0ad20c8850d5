using Arena.Inference;
using Arena.Inference.CommandLine;

if (ModelsCommand.IsAsked(args))
{
    return await ModelsCommand.RunAsync(args, Console.Out, Console.Error);
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Path.GetDirectoryName(typeof(Program).Assembly.Location) });
builder.AddServiceDefaults();
builder.AddArenaInference();

var app = builder.Build();
app.UseArenaInference();
app.MapDefaultEndpoints();
await app.RunAsync();
return 0;
