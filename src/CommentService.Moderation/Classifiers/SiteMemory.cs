namespace CommentService.Moderation.Classifiers;

/// <summary>Who spoke on something that <see cref="SiteMemory"/> keeps: the last moderator's word holds, and the rules' against none.</summary>
internal enum SiteMark
{
    /// <summary>The rules refused it, and no moderator has read it.</summary>
    Refused = 1,

    /// <summary>A moderator rejected it or took it down.</summary>
    TakenDown = 2,

    /// <summary>A moderator approved it.</summary>
    Welcome = 3,
}

/// <summary>
/// What one site refused or welcomed, as far as it takes to know it again: the first runs of three words of the comments and
/// the websites, each as a mark of 16 bits at one of 2^16 places. Bounded: what is older gives way, and what no moderator read
/// gives way to nothing that one has. Holds no text, and none can be read back. As long as it learns, for one caller at a time.
/// </summary>
internal sealed class SiteMemory
{
    /// <summary>Length of the places in bytes.</summary>
    public const int Bytes = Places * sizeof(ushort);

    private const int PlaceBits = 16;
    private const int Places = 1 << PlaceBits;
    private const int RunLength = 3;

    // Copies begin alike, and a long text must not push out fifty others.
    private const int MostRuns = 64;

    // Shorter ones are said by many; beside a website eight words are enough, for there only a hint was missing.
    private const int FewestRuns = 10;
    private const int FewestRunsWithWebsite = 6;
    private const int MarkMask = 3;
    private const int TagMask = 0xFFFC;
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    private readonly ushort[] _places;

    public SiteMemory() => _places = new ushort[Places];

    private SiteMemory(ushort[] places) => _places = places;

    /// <summary>Reads what <see cref="CopyTo"/> wrote.</summary>
    public static SiteMemory Read(ReadOnlySpan<ushort> places) => new(places.ToArray());

    public SiteMemory Clone() => new((ushort[])_places.Clone());

    public void CopyTo(Span<ushort> places) => _places.CopyTo(places);

    /// <summary>Keeps a submission's runs and its website.</summary>
    public void Keep(FeatureSet features, string? website, SiteMark mark)
    {
        var runs = RunsOf(features);
        for (var run = 0; run < runs; run++)
        {
            Keep(Run(features, run), mark);
        }

        if (!string.IsNullOrEmpty(website))
        {
            Keep(Site(website), mark);
        }
    }

    /// <summary>The share of a comment's runs that were in comments refused or taken down; 0 for one too short to be a copy.</summary>
    public double Copied(FeatureSet features, bool hasWebsite)
    {
        var (runs, known) = (RunsOf(features), 0);
        if (runs < (hasWebsite ? FewestRunsWithWebsite : FewestRuns))
        {
            return 0;
        }

        for (var run = 0; run < runs; run++)
        {
            known += IsRefused(Run(features, run)) ? 1 : 0;
        }

        return (double)known / runs;
    }

    /// <summary>Whether a comment with this website was refused or taken down, and none with it welcomed since.</summary>
    public bool IsRefused(string? website) => !string.IsNullOrEmpty(website) && IsRefused(Site(website));

    private static int RunsOf(FeatureSet features)
    {
        var words = 0;
        while (words < features.WordCount && words < MostRuns + RunLength - 1 && features.Word(words).Field == SubmissionField.Comment)
        {
            words++;
        }

        return Math.Max(0, words - RunLength + 1);
    }

    private static ulong Run(FeatureSet features, int first)
    {
        var hash = 0UL;
        for (var i = first; i < first + RunLength; i++)
        {
            hash = Mix(hash + features.Word(i).Hash);
        }

        return hash;
    }

    // On hosts where everybody has a page, the page is the site.
    private static ulong Site(string website)
    {
        WebAddress.Split(website, out var host, out var path);
        host = WebAddress.WithoutWww(host);
        var account = WebAddress.IsOfProfiles(host) ? WebAddress.FirstStep(path) : [];
        var hash = 1UL;
        foreach (var c in host)
        {
            hash = Mix(hash + char.ToLowerInvariant(c));
        }

        foreach (var c in account)
        {
            hash = Mix(hash + char.ToLowerInvariant(c) + 1);
        }

        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 32)) * Multiplier;
        return hash ^ (hash >> 29);
    }

    private void Keep(ulong hash, SiteMark mark)
    {
        ref var place = ref _places[hash >> (64 - PlaceBits)];
        if (mark > SiteMark.Refused || (place & MarkMask) <= (int)SiteMark.Refused)
        {
            place = (ushort)(((int)hash & TagMask) | (int)mark);
        }
    }

    private bool IsRefused(ulong hash)
    {
        var place = _places[hash >> (64 - PlaceBits)];
        return ((place ^ (int)hash) & TagMask) == 0 && (SiteMark)(place & MarkMask) is SiteMark.Refused or SiteMark.TakenDown;
    }
}
