using Arena.Router;
using Arena.Router.Evaluation;

var builder = WebApplication.CreateBuilder(args);
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
