namespace CommentService.Moderation.Documents;

/// <summary>What is wrong with a document, by JSON path.</summary>
internal sealed class PolicyErrors
{
    // Enough to work on; a document of a million typos must not give a million sentences.
    private const int Max = 100;
    private readonly Dictionary<string, List<string>> _errors = [];
    private int _count;

    public bool Any => _count > 0;

    public void Add(string path, string message)
    {
        if (_count++ < Max)
        {
            (_errors.TryGetValue(path, out var messages) ? messages : _errors[path] = []).Add(message);
        }
    }

    public IReadOnlyDictionary<string, string[]> All() => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());
}
