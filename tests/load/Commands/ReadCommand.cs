using CommentService.Load.Content;

namespace CommentService.Load.Commands;

/// <summary>Readers.</summary>
internal static class ReadCommand
{
    public static int Run(Arguments arguments)
    {
        using var measurement = new Measurement("read", arguments);
        var seed = arguments.Number("seed", 1);
        var articles = Articles.From(arguments, fallback: 1, seed);
        var limit = arguments.Number("limit", 0);
        arguments.RefuseUnknown();
        var reads = new Reads(measurement.Target, articles, limit == 0 ? "" : $"?limit={limit}");
        return measurement.Tell(measurement.Run(reads));
    }
}
