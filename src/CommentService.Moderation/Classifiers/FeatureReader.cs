using CommentService.Moderation.Text;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// Turns a submission into features. A field that was not given adds none: sites without the field are no evidence
/// either way, and what the others' weights say must not depend on it.
/// </summary>
internal static class FeatureReader
{
    // Kinds keep the same word in two fields apart.
    private const ulong CommentKind = 1;
    private const ulong NameKind = 2;
    private const ulong WebsiteKind = 3;
    private const ulong EmailKind = 4;
    private const ulong WithWebsiteKind = 5;
    private const ulong ShapeKind = 6;
    private const ulong WebsiteShapeKind = 7;

    [ThreadStatic]
    private static FeatureSet? scratch;

    /// <summary>The features in a set that the thread's next call fills anew.</summary>
    public static FeatureSet Read(ModerationInput input, int links, int disguisedLinks)
    {
        var features = scratch ??= new FeatureSet();
        Read(input, links, disguisedLinks, features);
        return features;
    }

    /// <summary>The same, where nobody has counted the links yet.</summary>
    public static FeatureSet Read(ModerationInput input)
    {
        var links = LinkFinder.Find(input.Comment);
        return Read(input, links.Count, links.Count(link => link.Kind == LinkKind.Disguised));
    }

    public static void Read(ModerationInput input, int links, int disguisedLinks, FeatureSet features)
    {
        features.Clear();
        var hasWebsite = !string.IsNullOrEmpty(input.Website);
        var comment = new WordReader(features, SubmissionField.Comment, CommentKind);
        comment.Read(input.Comment);
        features.End(FeatureGroup.Comment);
        var words = features.WordCount;
        features.MixedWords = comment.MixedWords;
        if (hasWebsite)
        {
            for (var i = 0; i < words; i++)
            {
                features.Add(WordReader.Number(((ulong)features.Word(i).Id * 0x1_0001) ^ (WithWebsiteKind << 40)), i);
            }
        }

        features.End(FeatureGroup.CommentWithWebsite);
        MannerReader.Read(input.Comment, features);
        features.End(FeatureGroup.Manner);
        ReadName(input, features);
        ReadWebsite(input, hasWebsite, features);
        if (input.Email is { } email && email.IndexOf('@') is var at and >= 0)
        {
            var domain = new WordReader(features, SubmissionField.Email, EmailKind);
            domain.Read(email.AsSpan(at + 1));
        }

        features.End(FeatureGroup.Email);
        ReadShape(input, comment, words, links, disguisedLinks, hasWebsite, features);
        features.End(FeatureGroup.Shape);
    }

    // What somebody is called says nothing of what is written: of a name only what no person is called is read.
    private static void ReadName(ModerationInput input, FeatureSet features)
    {
        var name = input.Name.AsSpan();
        var isSelling = SellingName.Is(name);
        if (isSelling)
        {
            new WordReader(features, SubmissionField.Name, NameKind).Read(name);
        }

        if (isSelling || !PersonName.Is(name))
        {
            var shape = new Counter(features, NameKind + 100);
            shape.Add(0, Math.Min(PersonName.Words(name), 7));
            shape.AddIf(2, name.ContainsAnyInRange('0', '9'));
            shape.AddIf(3, SellingName.HasAddress(name));
            shape.AddIf(4, PersonName.IsLower(name));
            shape.AddIf(6, name.IndexOfAny('|', '-', '&') >= 0);
            shape.AddIf(7, isSelling);
        }

        features.End(FeatureGroup.Name);
    }

    private static void ReadWebsite(ModerationInput input, bool isThere, FeatureSet features)
    {
        if (isThere)
        {
            var address = input.Website.AsSpan();
            WebAddress.Split(address, out var host, out var path);
            var reader = new WordReader(features, SubmissionField.Website, WebsiteKind);
            reader.Read(host);
            var deeper = new WordReader(features, SubmissionField.Website, WebsiteKind + 200);
            deeper.Read(path);
            var shape = new Counter(features, WebsiteKind + 100);
            shape.Add(0, Math.Min(path.Count('/'), 5));
            shape.Add(1, Level(path.Length));
            shape.AddIf(2, path.Contains('?'));
            shape.AddIf(3, host.Contains('-'));
            shape.AddIf(4, host.ContainsAnyInRange('0', '9'));
            shape.Add(5, Math.Min(host.Count('.'), 4));
            shape.Add(6, Level(host.Length));
            shape.AddIf(7, path.Length <= 1);
            shape.AddIf(8, address.StartsWith("https"));
        }

        features.End(FeatureGroup.Website);
    }

    private static void ReadShape(ModerationInput input, in WordReader comment, int words, int links, int disguisedLinks, bool hasWebsite, FeatureSet features)
    {
        var counts = TextCounts.Of(input.Comment);
        var shape = new Counter(features, ShapeKind);
        AddCounts(shape, input, counts, comment, words, links, disguisedLinks);
        if (hasWebsite)
        {
            var withWebsite = new Counter(features, WebsiteShapeKind);
            withWebsite.Add(0, Level(words));
            withWebsite.Add(1, Math.Min(links, 3));
            withWebsite.Add(2, 1);
            withWebsite.AddIf(3, counts.Questions > 0);
            withWebsite.AddIf(4, counts.Digits > 0);
        }
    }

    private static void AddCounts(Counter shape, ModerationInput input, in TextCounts counts, in WordReader comment, int words, int links, int disguisedLinks)
    {
        shape.Add(0, Level(words));
        shape.Add(1, Math.Min(links, 4));
        shape.AddIf(2, links > 0 && words <= 8);
        shape.AddIf(3, disguisedLinks > 0);
        shape.Add(4, Level(counts.Emoji));
        shape.Add(5, counts.Cased < 8 ? 0 : 1 + Math.Min(counts.Upper * 6 / counts.Cased, 5));
        shape.Add(6, Level(counts.Exclamations));
        shape.Add(7, counts.Questions > 0 ? 1 : 0);
        shape.Add(8, Math.Min(counts.Digits * 10 / Math.Max(1, counts.Visible), 4));
        shape.AddIf(9, counts.Money > 0);
        shape.Add(10, Math.Min(counts.Lines, 4));
        shape.Add(11, Math.Min(comment.MixedWords, 3));
        shape.AddIf(12, comment.LongNumbers > 0);
        shape.AddIf(13, counts.Handles > 0);
        shape.AddIf(14, input.Comment.Contains("[url", StringComparison.OrdinalIgnoreCase));
        shape.AddIf(15, input.Comment.Contains("<a ", StringComparison.OrdinalIgnoreCase));
        shape.AddIf(16, counts.Styled > 3);
        shape.AddIf(17, counts.Invisible > 0);
        shape.AddIf(18, EndsWithLink(input.Comment, links));
    }

    private static bool EndsWithLink(string text, int links)
    {
        var last = text.AsSpan(text.AsSpan().TrimEnd().LastIndexOfAny(' ', '\n') + 1);
        return links > 0 && (last.Contains("://", StringComparison.Ordinal) || last.StartsWith("www."));
    }

    /// <summary>Powers of two: 0, 1, 2–3, 4–7 and so on.</summary>
    private static int Level(int count) => 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)count);

    private readonly struct Counter(FeatureSet features, ulong kind)
    {
        public void Add(int what, int level) => features.Add(WordReader.Number((kind << 32) ^ ((ulong)what << 8) ^ (ulong)level), -1);

        public void AddIf(int what, bool isSo)
        {
            if (isSo)
            {
                Add(what, 1);
            }
        }
    }
}
