namespace CommentService.Moderation.Rules;

/// <summary>Domains with everything below them.</summary>
internal sealed class DomainSet
{
    private readonly HashSet<string> _domains;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public DomainSet(IReadOnlyList<string> domains)
    {
        _domains = new HashSet<string>(domains.Select(Normalize), StringComparer.OrdinalIgnoreCase);
        _lookup = _domains.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool Contains(ReadOnlySpan<char> host)
    {
        while (_domains.Count > 0)
        {
            if (_lookup.Contains(host))
            {
                return true;
            }

            var dot = host.IndexOf('.');
            if (dot < 0)
            {
                return false;
            }

            host = host[(dot + 1)..];
        }

        return false;
    }

    private static string Normalize(string domain)
    {
        var name = domain.AsSpan().Trim();
        name = name.StartsWith("*.") ? name[2..] : name;
        return (name.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? name[4..] : name).TrimEnd('.').ToString();
    }
}
