using Arena.Browser.Tests.Stage;

namespace Arena.Browser.Tests;

/// <summary>What holds on every page.</summary>
public class PageTests(BrowserStage stage)
{
    [Fact]
    public Task Every_asset_that_a_page_names_is_there_typed_and_kept_for_ever() => stage.PlayAsync("assets");

    [Fact]
    public Task Every_page_is_accessible_in_both_themes_and_fits_a_phone() => stage.PlayAsync("pages");

    [Fact]
    public Task Every_state_of_a_battle_is_accessible_in_both_themes() => stage.PlayAsync("accessible", needsSwitches: true);

    [Fact]
    public Task A_page_says_what_does_not_answer() => stage.PlayAsync("down", needsSwitches: true);

    [Fact]
    public Task The_pages_read_well_without_script() => stage.PlayAsync("scriptless");

    [Fact]
    public Task The_theme_is_there_before_the_first_paint_and_stays() => stage.PlayAsync("theme");
}
