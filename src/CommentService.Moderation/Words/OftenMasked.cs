namespace CommentService.Moderation.Words;

/// <summary>Words so often printed as <c>f*****g</c> that the first and the last letter tell them; from often-masked.txt.</summary>
internal static class OftenMasked
{
    private static readonly string[] Beginnings = Read();

    public static bool Contains(string folded) => Array.Exists(Beginnings, start => folded.StartsWith(start, StringComparison.Ordinal));

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(OftenMasked).Assembly.GetManifestResourceStream("often-masked")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}
