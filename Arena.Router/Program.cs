using Arena.Router;
using Arena.Router.Evaluation;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Path.GetDirectoryName(typeof(Program).Assembly.Location) });
if (args is [EvaluateCommand.Verb, .. var arguments])
{
    return EvaluateCommand.Run(arguments, builder.Configuration, Console.Out, Console.Error);
}

builder.AddServiceDefaults();
builder.AddArenaRouter();

var app = builder.Build();
app.UseArenaRouter();
app.MapDefaultEndpoints();
await app.RunAsync();
return 0;
