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
    .WithHttpHealthCheck("/health");

await builder.Build().RunAsync();
