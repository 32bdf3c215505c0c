using System.Globalization;

namespace CommentService.Moderation.Rules;

/// <summary>What a text looks like, whatever it says. Short texts, emoji and scripts without case are left alone.</summary>
internal sealed class ShapeRule(ShapeSettings settings) : ITextRule
{
    // Text that wears a mark on nearly every letter, ten at least, is stacked however few marks each one has.
    private const int MinLooseMarks = 10;

    // A line in capitals may be a headline; one that ends in a heap of exclamation marks is shouted, however short.
    private const int CalmExclamations = 3;
    private const int LettersPerExclamation = 3;

    public Report? Judge(Judgement judgement)
    {
        var name = Shape.Of(judgement.Input.Name);
        var comment = Shape.Of(judgement.Input.Comment);
        return CheckMarks(judgement, SubmissionField.Name, name)
            ?? CheckMarks(judgement, SubmissionField.Comment, comment)
            ?? CheckRepeats(judgement, comment)
            ?? CheckCapitals(comment)
            ?? CheckSymbols(comment);
    }

    private Report? CheckMarks(Judgement judgement, SubmissionField field, in Shape shape)
    {
        var isStacked = shape.Marks.Count > settings.MaxMarks || (shape.LooseMarks >= MinLooseMarks && shape.LooseMarks >= shape.Cased);
        return settings.MaxMarks == 0 || !isStacked ? null : new Report(
            settings.Action,
            string.Create(CultureInfo.InvariantCulture, $"Letters carry up to {shape.Marks.Count} combining marks in a row."),
            judgement.Evidence(field, shape.Marks.Start, shape.Marks.End - shape.Marks.Start));
    }

    private Report? CheckRepeats(Judgement judgement, in Shape shape) =>
        settings.MaxRepeats == 0 || shape.Repeat.Count <= settings.MaxRepeats ? null : new Report(
            settings.Action,
            string.Create(CultureInfo.InvariantCulture, $"Repeats one character {shape.Repeat.Count} times in a row."),
            judgement.Evidence(SubmissionField.Comment, shape.Repeat.Start, shape.Repeat.End - shape.Repeat.Start));

    private Report? CheckCapitals(in Shape shape) =>
        settings.CapitalsPercent == 0 || Loudness(shape) < settings.MinCapitals || !Reaches(shape.Upper, shape.Cased, settings.CapitalsPercent)
            ? null
            : new Report(settings.Action, "Is written mostly in capitals.");

    private Report? CheckSymbols(in Shape shape) =>
        settings.SymbolsPercent == 0 || shape.Visible < settings.MinSymbols || !Reaches(shape.Symbols, shape.Visible, settings.SymbolsPercent)
            ? null
            : new Report(settings.Action, "Consists mostly of symbols and punctuation.");

    private static int Loudness(in Shape shape) => shape.Cased + (LettersPerExclamation * Math.Max(0, shape.Exclamations - CalmExclamations));

    private static bool Reaches(int part, int whole, int percent) => part * 100L >= whole * (long)percent;
}
