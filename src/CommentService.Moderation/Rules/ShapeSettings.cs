using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="ShapeRule"/>.</summary>
internal sealed record ShapeSettings : RuleSettings
{
    /// <summary>What to do. Default <c>hold</c>.</summary>
    [Description("What to do with a comment of such a shape.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>Share of capitals among letters with case that is shouting, in percent. Default 80; 0 switches this off.</summary>
    [Description("Share of capitals among the letters that have case, in percent, that is shouting; 0 looks for none.")]
    [Range(0, 100)]
    public int CapitalsPercent { get; init; } = 80;

    /// <summary>Letters with case below which nothing is shouting; each exclamation mark after the third counts as three letters. Default 70.</summary>
    [Description("Letters that have case below which nothing is shouting; each exclamation mark after the third counts as three letters.")]
    [Range(1, 10_000)]
    public int MinCapitals { get; init; } = 70;

    /// <summary>The same character in a row that passes. Default 20; 0 switches this off.</summary>
    [Description("The same character in a row that passes (digits, white space, emoji and the characters of dividing lines aside); 0 sets no limit.")]
    [Range(0, 10_000)]
    public int MaxRepeats { get; init; } = 20;

    /// <summary>Combining marks on one character that pass. Default 5; 0 switches this off.</summary>
    [Description("Combining marks on one character that pass; 0 sets no limit.")]
    [Range(0, 1_000)]
    public int MaxMarks { get; init; } = 5;

    /// <summary>Share of symbols and punctuation among visible characters, in percent. Default 75; 0 switches this off.</summary>
    [Description("Share of symbols and punctuation (emoji aside) among the visible characters, in percent, that is too much; 0 sets no limit.")]
    [Range(0, 100)]
    public int SymbolsPercent { get; init; } = 75;

    /// <summary>Visible characters below which symbols are not counted. Default 40.</summary>
    [Description("Visible characters below which symbols are not counted.")]
    [Range(1, 10_000)]
    public int MinSymbols { get; init; } = 40;
}
