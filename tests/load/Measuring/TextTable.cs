using System.Globalization;

namespace CommentService.Load.Measuring;

/// <summary>A table of text; numbers stand to the right, a whole one with its thousands apart.</summary>
internal sealed class TextTable(params string[] head)
{
    private readonly List<object[]> rows = [];

    public void Add(params object[] cells) => rows.Add(cells);

    public void Print()
    {
        var texts = rows.Select(row => row.Select(Text).ToArray()).Prepend(head).ToList();
        var widths = head.Select((_, column) => texts.Max(row => row[column].Length)).ToList();
        foreach (var row in texts)
        {
            Console.WriteLine(string.Join("  ", row.Select((text, column) =>
                IsNumber(column) ? text.PadLeft(widths[column]) : text.PadRight(widths[column]))).TrimEnd());
        }

        Console.WriteLine();
    }

    private bool IsNumber(int column) => rows.Count > 0 && rows.All(row => row[column] is not string);

    private static string Text(object? cell) => cell switch
    {
        null => "-",
        int whole => whole.ToString("N0", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString("#,0.00", CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
