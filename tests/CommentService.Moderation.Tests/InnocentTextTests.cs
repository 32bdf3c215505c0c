namespace CommentService.Moderation.Tests;

/// <summary>
/// Texts and names that mean no harm and hold what careless filters trip over, written by hand: <c>innocent.txt</c>, on
/// which lists were tuned, <c>innocent-fresh.txt</c>, which was written after that, and <c>innocent-third.txt</c>, written last.
/// </summary>
public sealed class InnocentTextTests
{
    private const string Name = "name: ";

    // Of the fresh ones the classifier still rejects a sentence of a willow and an ass; of the third, a list does a dish and a Chinese name.
    [Theory, InlineData("innocent.txt", 0), InlineData("innocent-fresh.txt", 1), InlineData("innocent-third.txt", 2)]
    public void No_innocent_text_is_rejected_and_fewer_than_two_percent_are_held(string file, int known)
    {
        var lines = Read(file);
        var verdicts = lines
            .Select(line => line.StartsWith(Name, StringComparison.Ordinal) ? $"I spoke with {line[Name.Length..]} after the meeting." : line)
            .Select(text => (text, outcome: Policies.Judge(text).Outcome))
            .ToList();

        Assert.True(lines.Length >= 200);
        var (rejected, held) = (Texts(Outcome.Reject), Texts(Outcome.Hold));
        Assert.True(rejected.Count <= known && held.Count * 100 < lines.Length * 2, $"Rejected:\n{string.Join('\n', rejected)}\n\nHeld:\n{string.Join('\n', held)}");

        List<string> Texts(Outcome outcome) => [.. verdicts.Where(verdict => verdict.outcome == outcome).Select(verdict => verdict.text)];
    }

    [Theory, InlineData("innocent.txt"), InlineData("innocent-fresh.txt"), InlineData("innocent-third.txt", "name: Chen Shit-Ming")]
    public void No_innocent_name_is_rejected(string file, params string[] known) => Assert.Equal(known, Read(file)
        .Where(line => line.StartsWith(Name, StringComparison.Ordinal) && Policies.Judge("Hello", line[Name.Length..]).Outcome == Outcome.Reject));

    private static string[] Read(string file) => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Where(line => line.Length > 0 && line[0] != '#')];
}
