using CommentService.Moderation.Words;

namespace CommentService.Moderation.Expressions;

/// <summary>What a part of a condition is: its type is known when it is read, so that asking it never fails.</summary>
internal enum ValueType
{
    Truth,
    Number,
    Text,
}

/// <summary>A part of a condition.</summary>
internal abstract record Node(ValueType Type)
{
    public virtual bool Holds(Judgement judgement) => throw new NotSupportedException();

    public virtual double Number(Judgement judgement) => throw new NotSupportedException();

    /// <summary>Folded, so that case and accents make no difference.</summary>
    public virtual string Text(Judgement judgement) => throw new NotSupportedException();
}

internal sealed record NumberNode(double Value) : Node(ValueType.Number)
{
    public override double Number(Judgement judgement) => Value;
}

internal sealed record TextNode(string Value) : Node(ValueType.Text)
{
    private readonly string _folded = FoldedText.Of(Value).Text.ToString();

    public override string Text(Judgement judgement) => _folded;
}

internal sealed record NotNode(Node Inner) : Node(ValueType.Truth)
{
    public override bool Holds(Judgement judgement) => !Inner.Holds(judgement);
}

internal sealed record AndNode(Node Left, Node Right) : Node(ValueType.Truth)
{
    public override bool Holds(Judgement judgement) => Left.Holds(judgement) && Right.Holds(judgement);
}

internal sealed record OrNode(Node Left, Node Right) : Node(ValueType.Truth)
{
    public override bool Holds(Judgement judgement) => Left.Holds(judgement) || Right.Holds(judgement);
}

internal sealed record FoundNode(string Rule) : Node(ValueType.Truth)
{
    public override bool Holds(Judgement judgement) => judgement.Findings.Any(finding =>
        finding.Rule == Rule && (finding.Shadow ?? finding.Action) is FindingAction.Hold or FindingAction.Reject);
}

internal sealed record TruthNode(Func<Judgement, bool> Of) : Node(ValueType.Truth)
{
    public override bool Holds(Judgement judgement) => Of(judgement);
}

internal sealed record CountNode(Func<Judgement, double> Of) : Node(ValueType.Number)
{
    public override double Number(Judgement judgement) => Of(judgement);
}

internal sealed record FieldNode(Func<Judgement, string> Of) : Node(ValueType.Text)
{
    public override string Text(Judgement judgement) => Of(judgement);
}

internal sealed record CompareNode(string Sign, Node Left, Node Right) : Node(ValueType.Truth)
{
    public override bool Holds(Judgement judgement) => Left.Type switch
    {
        ValueType.Number => Compare(Left.Number(judgement).CompareTo(Right.Number(judgement))),
        ValueType.Text => CompareTexts(Left.Text(judgement), Right.Text(judgement)),
        _ => (Left.Holds(judgement) == Right.Holds(judgement)) == (Sign == "="),
    };

    private bool Compare(int order) => Sign switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private bool CompareTexts(string left, string right) => Sign switch
    {
        "contains" => left.Contains(right, StringComparison.Ordinal),
        "startsWith" => left.StartsWith(right, StringComparison.Ordinal),
        "endsWith" => left.EndsWith(right, StringComparison.Ordinal),
        _ => string.Equals(left, right, StringComparison.Ordinal) == (Sign == "="),
    };
}
