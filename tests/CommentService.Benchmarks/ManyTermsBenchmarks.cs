using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CommentService.Moderation;

namespace CommentService.Benchmarks;

/// <summary>50 or 50,000 terms: reading the policy takes less than a second, and a comment as long with many as with few.</summary>
[MemoryDiagnoser, ShortRunJob]
public class ManyTermsBenchmarks
{
    private static readonly ModerationInput Input = new("Ann", string.Concat(Enumerable.Repeat("The council should look at the traffic on our street. ", 8))[..400]);

    private byte[] _json = [];
    private Policy _policy = null!;

    [Params(50, 50_000)]
    public int Terms { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var terms = Enumerable.Range(0, Terms).Select(_ => string.Concat(Enumerable.Range(0, random.Next(4, 12)).Select(_ => (char)('a' + random.Next(26)))));
        _json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            lists = new { mine = new { terms } },
            rules = new Dictionary<string, object> { ["blocked-words"] = new { lists = new[] { "mine" } }, ["suspect-words"] = new { lists = Array.Empty<string>() } },
        });
        _policy = Load();
    }

    [Benchmark]
    public Policy Load()
    {
        Policy.TryRead(_json, out var policy);
        return policy!;
    }

    [Benchmark]
    public Verdict Judge() => _policy.Judge(Input, Facts.None);
}
