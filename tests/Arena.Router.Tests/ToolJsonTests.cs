using System.Text.Json;
using Arena.Router.Classification;

namespace Arena.Router.Tests;

public class ToolJsonTests
{
    public static TheoryData<string, string> Shapes => new()
    {
        { """[{"name":"a","description":"does a"}]""", "a: does a ()" },
        { """[{"type":"function","function":{"name":"a","description":"does a","parameters":{"type":"object","properties":{"x":{"type":"string","description":"the x"},"y":{}}}}}]""", "a: does a (x the x|y)" },
        { """{"name":"a"}""", "a:  ()" },
        { """["a","b"]""", "a:  (); b:  ()" },
        { """{"a":"does a","b":{"description":"does b","parameters":{"x":{"type":"integer"}}}}""", "a: does a (); b: does b (x)" },
        { """[{"name":"a","input_schema":{"properties":{"x":{}}}},{"name":"b","inputSchema":{"properties":{"y":{}}}}]""", "a:  (x); b:  (y)" },
        { """[{"name":"a","parameters":[{"name":"x","description":"the x"},"y",3]}]""", "a:  (x the x|y)" },
        { """[{"functionDeclarations":[{"name":"a"},{"name":"b"}]}]""", "a:  (); b:  ()" },
        { "\"[{\\\"name\\\":\\\"a\\\",\\\"description\\\":\\\"does a\\\"}]\"", "a: does a ()" },
        { """[{"name":"a","description":null,"parameters":null},{"name":7},{},3,null,"",[]]""", "a:  ()" },
        { "null", "" },
        { "[[[[[[{\"name\":\"deep\"}]]]]]]", "" },
        { "\"[not json\"", "[not json:  ()" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Tools_are_read_in_the_shapes_that_callers_use(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);

        var tools = ToolJson.Read(document.RootElement);

        Assert.Equal(expected, string.Join("; ", tools.Select(tool => $"{tool.Name}: {tool.Description} ({string.Join('|', tool.Parameters.Select(parameter => parameter.Trim()))})")));
    }
}
