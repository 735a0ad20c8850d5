using Aspire.Hosting.Dashboard.Wire;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aspire.Dashboard.Tests.Wire;

/// <summary>Commands, from the call to its answer, with the questions in between.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private readonly Stage _stage = new();
    private readonly IResourceBuilder<Actor> _actor;

    public CommandTests() => _actor = _stage.Builder.AddResource(new Actor("actor")).WithInitialState(new() { ResourceType = "Actor", Properties = [] });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_command_is_told_as_it_was_described_and_answers_with_its_result()
    {
        _actor.WithCommand(
            "report",
            "Report",
            _ => Task.FromResult(CommandResults.Success("Done.", "# All well", Hosting.ApplicationModel.CommandResultFormat.Markdown, displayImmediately: true)),
            new CommandOptions { Description = "How it is.", ConfirmationMessage = "Sure?", IconName = "Document", IsHighlighted = true });
        _actor.WithCommand("fail", "Fail", _ => throw new InvalidOperationException("No such luck."), new CommandOptions { UpdateState = _ => Hosting.ApplicationModel.ResourceCommandState.Disabled });
        await _stage.StartAsync();

        var commands = (await _stage.SeeAsync("actor", resource => resource.Commands.Count == 2)).Commands;
        var report = await _stage.Execute(new() { CommandName = "report", ResourceName = "actor", ResourceType = "Actor" });
        var fail = await _stage.Execute(new() { CommandName = "fail", ResourceName = "actor", ResourceType = "Actor" });
        var nobody = await _stage.Execute(new() { CommandName = "report", ResourceName = "nobody", ResourceType = "Actor" });

        Assert.Equal(
            new Hosting.Dashboard.Wire.ResourceCommand
            {
                Name = "report",
                DisplayName = "Report",
                DisplayDescription = "How it is.",
                ConfirmationMessage = "Sure?",
                IconName = "Document",
                IconVariant = Hosting.Dashboard.Wire.IconVariant.Regular,
                IsHighlighted = true,
            }.ToString(),
            commands[0].ToString());
        Assert.Equal(("fail", Hosting.Dashboard.Wire.ResourceCommandState.Disabled), (commands[1].Name, commands[1].State));
        Assert.Equal(
            new ResourceCommandResponse
            {
                Kind = ResourceCommandResponseKind.Succeeded,
                Message = "Done.",
                Result = new() { Value = "# All well", Format = Hosting.Dashboard.Wire.CommandResultFormat.Markdown, DisplayImmediately = true },
            },
            report);
        Assert.Equal((ResourceCommandResponseKind.Failed, "No such luck."), (fail.Kind, fail.Message));
        Assert.Equal((ResourceCommandResponseKind.Failed, "There is no resource 'nobody'."), (nobody.Kind, nobody.Message));
    }

    [Fact]
    public async Task A_call_that_is_repeated_joins_the_one_that_runs_and_a_later_one_runs_anew()
    {
        var runs = 0;
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.WithCommand("count", "Count", async _ =>
        {
            var run = Interlocked.Increment(ref runs);
            await goOn.Task;
            return CommandResults.Success($"{run}");
        });
        await _stage.StartAsync();
        var request = new ResourceCommandRequest { CommandName = "count", ResourceName = "actor", ResourceType = "Actor" };
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        using var broken = _stage.Dashboard.ExecuteResourceCommandAsync(request, Stage.Headers, cancellationToken: leaving.Token);
        using var repeated = _stage.Execute(request);
        await leaving.CancelAsync();
        await Assert.ThrowsAsync<RpcException>(() => broken.ResponseAsync);
        goOn.SetResult();

        Assert.Equal("1", (await repeated).Message);
        Assert.Equal("2", (await _stage.Execute(request)).Message);
    }

    [Fact]
    public async Task Arguments_are_asked_until_they_will_do()
    {
        AddGreeting();
        await _stage.StartAsync();
        using var interactions = _stage.Dashboard.WatchInteractions(Stage.Headers, cancellationToken: Cancelled);
        using var call = _stage.Execute(new() { CommandName = "greet", ResourceName = "actor", ResourceType = "Actor" });

        var question = await NextAsync(interactions);
        await AnswerAsync(interactions, question, isFinal: false, ("times", "7"));
        await AnswerAsync(interactions, question, isFinal: true, ("name", ""), ("times", "many"));
        var again = await NextAsync(interactions);
        await AnswerAsync(interactions, again, isFinal: true, ("name", "Ada"), ("times", "2"));
        var settled = await NextAsync(interactions);
        var response = await call;

        Assert.Equal(("Greet: actor", "Says hello."), (question.Title, question.Message));
        Assert.Equal(
            [("name", Hosting.Dashboard.Wire.InputType.Text, true, "", ""), ("times", Hosting.Dashboard.Wire.InputType.Number, false, "1", "")],
            question.InputsDialog.InputItems.Select(Item));
        Assert.Equal(
            [("name", Hosting.Dashboard.Wire.InputType.Text, true, "", "name is missing."), ("times", Hosting.Dashboard.Wire.InputType.Number, false, "many", "times is 'many', which is no number.")],
            again.InputsDialog.InputItems.Select(Item));
        Assert.Equal(
            (question.InteractionId, question.InteractionId, WatchInteractionsResponseUpdate.KindOneofCase.Complete),
            (again.InteractionId, settled.InteractionId, settled.KindCase));
        Assert.Equal((ResourceCommandResponseKind.Succeeded, "Hello Ada! Hello Ada!"), (response.Kind, response.Message));
    }

    [Fact]
    public async Task A_question_waits_for_who_comes_later_and_one_that_is_dismissed_cancels_the_command()
    {
        AddGreeting();
        await _stage.StartAsync();
        using var call = _stage.Execute(new() { CommandName = "greet", ResourceName = "actor", ResourceType = "Actor" });
        using var interactions = _stage.Dashboard.WatchInteractions(Stage.Headers, cancellationToken: Cancelled);

        var question = await NextAsync(interactions);
        await interactions.RequestStream.WriteAsync(new() { InteractionId = question.InteractionId, Complete = new() }, Cancelled);

        Assert.Equal(ResourceCommandResponseKind.Cancelled, (await call).Kind);
    }

    [Fact]
    public async Task A_tool_gives_the_arguments_with_the_call_and_is_not_asked()
    {
        AddGreeting();
        await _stage.StartAsync();
        var request = new ResourceCommandRequest { CommandName = "greet", ResourceName = "actor", ResourceType = "Actor", NonInteractive = true };

        var missing = await _stage.Execute(request);
        var given = await _stage.Execute(new(request) { Arguments = { ["name"] = Value.ForString("Bob"), ["times"] = Value.ForNumber(1) } });
        var wrong = await _stage.Execute(new(request) { Arguments = { ["name"] = Value.ForString("Bob"), ["volume"] = Value.ForBool(true) } });

        Assert.Equal(
            [
                (ResourceCommandResponseKind.InvalidArguments, "name is missing."),
                (ResourceCommandResponseKind.Succeeded, "Hello Bob!"),
                (ResourceCommandResponseKind.InvalidArguments, "There is no argument 'volume'."),
            ],
            new[] { missing, given, wrong }.Select(response => (response.Kind, response.Message)));
    }

    private void AddGreeting() => _actor.WithCommand(
        "greet",
        "Greet",
        context => Task.FromResult(CommandResults.Success(
            string.Join(' ', Enumerable.Repeat($"Hello {context.Arguments.GetString("name")}!", context.Arguments.GetInt32("times"))))),
        new CommandOptions
        {
            Description = "Says hello.",
            Arguments =
            [
                new Hosting.InteractionInput { Name = "name", InputType = Hosting.InputType.Text, Required = true },
                new Hosting.InteractionInput { Name = "times", InputType = Hosting.InputType.Number, Value = "1" },
            ],
        });

    private static (string Name, Hosting.Dashboard.Wire.InputType InputType, bool Required, string Value, string Error) Item(Hosting.Dashboard.Wire.InteractionInput input) =>
        (input.Name, input.InputType, input.Required, input.Value, string.Join('|', input.ValidationErrors));

    private static async Task<WatchInteractionsResponseUpdate> NextAsync(AsyncDuplexStreamingCall<WatchInteractionsRequestUpdate, WatchInteractionsResponseUpdate> interactions)
    {
        Assert.True(await interactions.ResponseStream.MoveNext(Cancelled));
        return interactions.ResponseStream.Current;
    }

    private static Task AnswerAsync(
        AsyncDuplexStreamingCall<WatchInteractionsRequestUpdate, WatchInteractionsResponseUpdate> interactions, WatchInteractionsResponseUpdate question, bool isFinal, params (string Name, string Value)[] values)
    {
        var answer = new WatchInteractionsRequestUpdate { InteractionId = question.InteractionId, ResponseUpdate = !isFinal, InputsDialog = new() };
        answer.InputsDialog.InputItems.AddRange(values.Select(value => new Hosting.Dashboard.Wire.InteractionInput { Name = value.Name, Value = value.Value }));
        return interactions.RequestStream.WriteAsync(answer, Cancelled);
    }
}
