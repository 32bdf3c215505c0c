namespace CommentService.Tests.Crash;

/// <summary>One submission as its reader sends it, however often: the same key or, without one, the same words from the same address.</summary>
internal sealed class Post(int number)
{
    private const int Articles = 7;
    private const int Readers = 200;

    public string Article { get; } = $"article-{number % Articles}";

    public string Name { get; } = $"Reader {number % Readers}";

    /// <summary>Says which post it is, so that each stored comment can be led back to the one that it came from.</summary>
    public string Text { get; } = TextOf(number);

    /// <summary>Every other reader's page sends a key; the rest count on the double click being known.</summary>
    public string? Key { get; } = number % 2 == 0 ? $"key-{number}" : null;

    /// <summary>The client's address: many, since comments of one author are counted.</summary>
    public string Address { get; } = $"10.{number % Readers}.{number / Readers % 250}.1";

    /// <summary>A third fills in the hidden field and is held: what moderators decide.</summary>
    public string? Homepage { get; } = number % 3 == 0 ? "https://example.org" : null;

    /// <summary>Sent twice at the same moment, as a nervous finger does.</summary>
    public bool IsTwin { get; } = number % 8 == 0;

    /// <summary>The id that its first 202 named; null while none came.</summary>
    public Guid? Id => Ids.Count == 0 ? null : Ids[0];

    /// <summary>All ids that a 202 named: a process that cannot know of the first one gives another.</summary>
    public List<Guid> Ids { get; } = [];

    /// <summary>Whether it was sent again after a connection failed.</summary>
    public bool WasRetried { get; set; }

    /// <summary>Its reader got no answer, and leaves it at that.</summary>
    public bool IsGivenUp { get; set; }

    public static string TextOf(int number) => $"Post {number}: the early train was late again today.";
}
