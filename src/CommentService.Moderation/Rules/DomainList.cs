namespace CommentService.Moderation.Rules;

/// <summary>The lists of domains that come with the program (<c>Lists/*.txt</c>).</summary>
internal static class DomainList
{
    public static IReadOnlyList<string> Read(string name)
    {
        using var reader = new StreamReader(typeof(DomainList).Assembly.GetManifestResourceStream(name)!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}
