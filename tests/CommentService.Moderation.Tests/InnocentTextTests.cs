namespace CommentService.Moderation.Tests;

/// <summary>Texts and names that mean no harm and hold what careless filters trip over. Written by hand; see <c>innocent.txt</c>.</summary>
public sealed class InnocentTextTests
{
    private const string Name = "name: ";

    private static readonly string[] Lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "innocent.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void No_innocent_text_is_rejected_and_fewer_than_two_percent_are_held()
    {
        var verdicts = Lines
            .Select(line => line.StartsWith(Name, StringComparison.Ordinal) ? $"I spoke with {line[Name.Length..]} after the meeting." : line)
            .Select(text => (text, outcome: Policies.Judge(text).Outcome))
            .ToList();

        Assert.True(Lines.Length >= 200);
        Assert.Equal([], verdicts.Where(verdict => verdict.outcome == Outcome.Reject).Select(verdict => verdict.text));
        var held = verdicts.Where(verdict => verdict.outcome == Outcome.Hold).Select(verdict => verdict.text).ToList();
        Assert.True(held.Count * 100 < Lines.Length * 2, string.Join('\n', held));
    }

    [Fact]
    public void No_innocent_name_is_rejected() => Assert.Equal([], Lines
        .Where(line => line.StartsWith(Name, StringComparison.Ordinal) && Policies.Judge("Hello", line[Name.Length..]).Outcome == Outcome.Reject));
}
