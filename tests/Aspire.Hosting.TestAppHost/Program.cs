using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

var database = builder.AddPostgres("server").WithDataVolume().AddDatabase("db");
var back = builder.AddProject<Projects.Aspire_Hosting_TestService>("back")
    .WithReplicas(builder.Configuration.GetValue("Replicas", 2))
    .WithReference(database).WaitFor(database)
    .WithHttpHealthCheck("/health");
builder.AddProject<Projects.Aspire_Hosting_TestService>("front")
    .WithEndpoint("http", endpoint => endpoint.Port = builder.Configuration.GetValue("Port", 18080))
    .WithExternalHttpEndpoints()
    .WithReference(back).WaitFor(back)
    .WithArgs(builder.Configuration["Args"] is { } more ? [more] : [])
    .WithHttpHealthCheck("/health")
    .WithCommand("greet", "Greet", Greet, new CommandOptions
    {
        Description = "Says hello.",
        IconName = "PersonVoice",
        Arguments =
        [
            new InteractionInput { Name = "name", Label = "Whom", InputType = InputType.Text, Required = true },
            new InteractionInput { Name = "times", Label = "How often", InputType = InputType.Number, Value = "1" },
        ],
    });

await builder.Build().RunAsync();

static Task<ExecuteCommandResult> Greet(ExecuteCommandContext context)
{
    var greeting = string.Join(' ', Enumerable.Repeat($"Hello {context.Arguments.GetString("name")}!", context.Arguments.GetInt32("times")));
    return Task.FromResult(CommandResults.Success(greeting, $"# {greeting}", CommandResultFormat.Markdown, displayImmediately: true));
}
