using System.Text;
using System.Text.Json;

namespace CommentService.Moderation.Tests;

/// <summary>Policies and judgements with as little to write as possible.</summary>
internal static class Policies
{
    public static Policy Read(string json)
    {
        Assert.Empty(Policy.TryRead(Encoding.UTF8.GetBytes(json), out var policy));
        return policy!;
    }

    public static IReadOnlyDictionary<string, string[]> Errors(string json)
    {
        var errors = Policy.TryRead(Encoding.UTF8.GetBytes(json), out var policy);
        Assert.Null(policy);
        return errors;
    }

    /// <summary>Only one list, in the blocked-words rule.</summary>
    public static Policy Blocking(string[] terms, params string[] exceptions) => Read(JsonSerializer.Serialize(new
    {
        lists = new { mine = new { terms, exceptions } },
        rules = new Dictionary<string, object>
        {
            ["blocked-words"] = new { lists = new[] { "mine" } },
            ["suspect-words"] = new { mode = "off" },
        },
    }));

    public static Verdict Judge(string comment, string name = "Ann", Facts? facts = null, Policy? policy = null) =>
        (policy ?? Policy.BuiltIn).Judge(new ModerationInput(name, comment), facts ?? Facts.None);

    public static string[] Rules(this Verdict verdict) => [.. verdict.Findings.Select(finding => finding.Rule)];
}
