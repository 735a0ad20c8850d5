using Arena.Web.Documents.Extraction;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Compare.Tests.Documents;

public class TextCleanerTests
{
    [Theory]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("exam-\nple, re-\nRead, 1-\n2", "example, re-\nRead, 1-\n2")]
    [InlineData("\uFB01nd the o\uFB03ce", "find the office")]
    [InlineData("a\u00A0b\u200Bc\u202Ed\u00ADe\0", "a bcde")]
    [InlineData("a  \n\n\n\n b\n", "a\n\n b")]
    public void A_page_is_made_readable(string page, string clean) => Assert.Equal(clean, TextCleaner.Clean(page));

    [Fact]
    public void Cleaning_what_is_clean_changes_nothing() => Prop.ForAll<string?>(text =>
    {
        var once = TextCleaner.Clean(text ?? "");
        return TextCleaner.Clean(once) == once;
    }).QuickCheckThrowOnFailure();
}
