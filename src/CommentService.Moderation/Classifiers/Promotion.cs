using System.Text;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// What shows that a submission is there for its website, whatever its words: three quarters of the spam on blogs is
/// flattery, with what it sells in the name and the website. Written down rather than learnt, since no site's readers
/// look like another's; without a website it says nothing.
/// </summary>
internal static class Promotion
{
    private const int ManyWords = 5;
    private const int DeepPath = 20;

    // Logits. A name of search words beside a website is held whatever the comment says, and rejected where the classifier
    // sees at least something in it.
    private const float Keywords = 6.2f;
    private const float Deep = 1;
    private const float Disguised = 3;

    // Readers who have no site sign with a profile of their name: enough to take a rejection to a moderator.
    private const float Profile = -2;
    private const int ShortestProfile = 4;
    private static readonly string[] ProfileHosts =
        ["bsky.app", "facebook.com", "github.com", "instagram.com", "linkedin.com", "mastodon.social", "medium.com", "threads.net", "tiktok.com", "twitter.com", "x.com", "youtube.com"];

    /// <summary>What is added to the logit of spam.</summary>
    /// <param name="input">The submission.</param>
    /// <param name="isLinkInName">Whether the name is or holds a web address.</param>
    /// <param name="mixedWords">Words of the comment whose letters come from two alphabets.</param>
    public static float Of(ModerationInput input, bool isLinkInName, int mixedWords)
    {
        // One such word may be a slip or a joke.
        var disguised = mixedWords > 1 ? Disguised : 0;
        if (string.IsNullOrEmpty(input.Website))
        {
            return disguised;
        }

        WebAddress.Split(input.Website, out var host, out var path);
        if (IsProfile(host, path, input.Name))
        {
            return disguised + Profile;
        }

        var isDeep = IsDeep(path);
        var words = PersonName.Words(input.Name);
        var isKeywords = isLinkInName || (IsLowerPhrase(input.Name, words, isDeep) && (isDeep || !IsNamedFor(host, input.Name))) || (words >= ManyWords && isDeep);
        return disguised + (isKeywords ? Keywords + (isDeep ? Deep : 0) : 0);
    }

    // Readers write their names with capitals, one word of their own, or at most "mary miller".
    private static bool IsLowerPhrase(string name, int words, bool isDeep) =>
        words > 1 && PersonName.IsLower(name) && (words > 2 || isDeep || SellingName.Is(name));

    // Readers give the front page of a site of theirs, who sells gives the page that is to be found.
    private static bool IsDeep(ReadOnlySpan<char> path)
    {
        var inner = path.Trim('/');
        return inner.Length > DeepPath || inner.ContainsAny("/?#");
    }

    private static bool IsProfile(ReadOnlySpan<char> host, ReadOnlySpan<char> path, string name)
    {
        var site = host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;
        foreach (var known in ProfileHosts)
        {
            if (site.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                var inner = path.TrimStart('/');
                var end = inner.IndexOfAny("/?#");
                var account = Squeezed(end < 0 ? inner : inner[..end]);
                return account.Length >= ShortestProfile && account.Equals(Squeezed(name), StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }

    // Whoever writes a name without capitals may still have a site of that name.
    private static bool IsNamedFor(ReadOnlySpan<char> host, string name) => Squeezed(host).Contains(Squeezed(name), StringComparison.OrdinalIgnoreCase);

    private static string Squeezed(ReadOnlySpan<char> text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                letters.Append(c);
            }
        }

        return letters.ToString();
    }
}
