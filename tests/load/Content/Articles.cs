using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>
/// article-0 to article-(N-1). Zipf-like: the k-th is chosen about in proportion to 1/k, as readers do; or uniformly.
/// </summary>
internal sealed class Articles(int count, bool uniform, int seed)
{
    private Random64 random = new(~seed);

    public static Articles From(Arguments arguments, int fallback, int seed)
    {
        var count = arguments.Number("articles", fallback);
        return (count, arguments.Text("spread") ?? "zipf") switch
        {
            ( < 1, _) => throw new LoadException("--articles is at least 1."),
            (_, "zipf") => new(count, uniform: false, seed),
            (_, "uniform") => new(count, uniform: true, seed),
            (_, var other) => throw new LoadException($"--spread is zipf or uniform, not '{other}'."),
        };
    }

    public void AppendNext(RequestBuffer request)
    {
        request.Append("article-"u8);
        request.Append(Next());
    }

    // N^u for a uniform u has a density in proportion to 1/x: Zipf's law in one call.
    private int Next() => uniform ? random.Below(count) : (int)Math.Pow(count + 1.0, random.Fraction()) - 1;
}
