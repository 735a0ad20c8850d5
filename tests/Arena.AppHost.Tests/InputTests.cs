using System.Text.Json;
using Arena.AppHost.Input;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;

namespace Arena.AppHost.Tests;

/// <summary>What a person can get wrong before anything starts: one line each.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("error: Arena:Port is 70000, which is no port: give one from 1 to 65535.", "--Arena:Port=70000")]
    [InlineData("error: Failed to convert configuration value 'eighty' at 'Arena:Port' to type 'System.Int32'.", "--Arena:Port=eighty")]
    [InlineData("error: Arena:Replicas:web is 0; at least 1 runs.", "--Arena:Replicas:web=0")]
    [InlineData("error: Arena:Vllm:Url is 'gpu', which is no http or https address, such as 'http://gpu.example:8000'.", "--Arena:Vllm:Url=gpu")]
    [InlineData("error: ConnectionStrings:ratings-db is no PostgreSQL connection string, such as 'Host=db.example;Username=arena;Password=…;Database=arena'.", "--ConnectionStrings:ratings-db=garbage")]
    [InlineData("error: Unknown argument '--Arena:Prot=1'. Did you mean --Arena:Port?", "--Arena:Prot=1")]
    [InlineData("error: Unknown argument 'docter'. There is one verb, doctor; everything else is --key=value.", "docter")]
    [InlineData("error: Unknown argument '--in-proces'. Did you mean --in-process?", "--in-proces")]
    public async Task A_wrong_argument_is_said_in_one_line(string expected, string argument)
    {
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Arena_AppHost>(
                ["--Arena:Ollama:Url=http://127.0.0.1:1", argument], TestContext.Current.CancellationToken);
        });

        Assert.Equal(expected, ErrorLine.Of(error!));
    }

    [Fact]
    public void Arguments_in_two_words_and_those_of_others_pass()
    {
        string[] args = ["--Arena:Port", "9000", "--Arena:Replicas:web=2", "--operation", "publish", "--ConnectionStrings:redis=r:6379", "--Logging:LogLevel:Default=Debug"];

        Assert.Equal(args, ArenaArguments.Checked(args));
    }

    [Fact]
    public void A_switch_takes_no_other_argument_for_its_value() =>
        Assert.Equal(["--AppHost:InProcess=true", "--Arena:Port=9000"], ArenaArguments.Checked(["--in-process", "--Arena:Port=9000"]));

    [Fact]
    public void A_configuration_file_that_is_no_JSON_is_named_with_the_place()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".json");
        File.WriteAllText(file, "{ \"Arena\": ");

        var error = Record.Exception(() => new ConfigurationBuilder().AddJsonFile(file).Build());
        File.Delete(file);

        Assert.StartsWith($"error: Failed to load configuration from file '{file}'.", ErrorLine.Of(error!), StringComparison.Ordinal);
        Assert.Contains("LineNumber: 0", ErrorLine.Of(error!), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', ErrorLine.Of(error!)!);
    }

    [Fact]
    public void An_error_of_ours_keeps_its_stack_trace() => Assert.Null(ErrorLine.Of(new InvalidOperationException("bug", new JsonException("x"))));
}
