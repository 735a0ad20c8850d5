using System.Collections;

var app = WebApplication.CreateBuilder(args).Build();
var failing = app.Configuration.GetValue("Test:Unhealthy", false);

app.MapGet("/health", () => failing ? Results.StatusCode(503) : Results.Ok());
app.MapPost("/health/{state}", (string state) => failing = state == "off");
app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value, StringComparer.Ordinal));
app.MapGet("/configuration/{key}", (string key, IConfiguration configuration) => configuration[key]);
app.MapGet("/process", () => Environment.ProcessId);
app.MapGet("/arguments", () => args);
app.MapPost("/exit/{code:int}", (int code) => Environment.Exit(code));
app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("The service ends in order."));

await app.RunAsync();
