namespace CommentService.Intake;

/// <summary>The fields as they were sent; null is not sent.</summary>
internal sealed class SentFields(FieldNames names)
{
    private readonly string?[] values = new string?[names.Count];
    private Dictionary<string, string[]>? errors;

    public FieldNames Names { get; } = names;

    /// <summary>What is wrong, by the caller's name of the field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => errors ?? [];

    public bool IsValid => errors is null;

    public string? this[IntakeField field]
    {
        get => values[(int)field];
        set => values[(int)field] = value;
    }

    /// <summary>Records the first thing that is wrong with a field.</summary>
    public void Refuse(IntakeField field, string message) => (errors ??= []).TryAdd(Names[field], [message]);

    public bool IsRefused(IntakeField field) => errors?.ContainsKey(Names[field]) == true;
}
