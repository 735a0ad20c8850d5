using Arena.Browser.Tests.Stage;

namespace Arena.Browser.Tests;

/// <summary>The hybrid chat and named side by side, in one pass each over one server.</summary>
public class ChatTests(BrowserStage stage)
{
    [Fact]
    public Task A_conversation_runs_tools_goes_the_other_way_stops_and_survives_a_reload() => stage.PlayAsync("chat", needsSwitches: true);

    [Fact]
    public Task Two_chosen_models_are_named_from_the_start() => stage.PlayAsync("named", needsSwitches: true);
}
