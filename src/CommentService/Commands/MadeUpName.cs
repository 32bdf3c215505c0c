namespace CommentService.Commands;

/// <summary>
/// An ordinary name for a record that has none, as real comments have one: of several languages, one to four words,
/// always the same for the same record.
/// </summary>
internal static class MadeUpName
{
    private static readonly string[] First =
    [
        "Anna", "Peter", "María", "John", "Wei", "Olga", "Jürgen", "Fatima", "Priya", "Mehmet", "Chloé", "Giulia",
        "Kwame", "Yuki", "Siobhán", "Lars", "Zofia", "Ahmed", "Ngozi", "Tom", "Ruth", "Иван", "Ελένη", "Minh",
    ];

    private static readonly string[] Last =
    [
        "Carter", "Smith", "Novák", "Li", "Brown", "García", "O'Neill", "Müller", "Kowalska", "Nguyen", "Singh", "Rossi",
        "Yılmaz", "Dubois", "Okafor", "Tanaka", "de Vries", "Haddad", "Silva", "Baker", "Young", "Lindqvist", "Smith-Jones", "van den Berg",
    ];

    public static string Of(string id)
    {
        // FNV-1a: the same in every process.
        var hash = 2_166_136_261u;
        foreach (var c in id)
        {
            hash = (hash ^ c) * 16_777_619;
        }

        hash ^= hash >> 15;
        var (first, last) = (First[hash % 24], Last[hash / 24 % 24]);
        var (one, other) = ((char)('A' + (hash / 576 % 20)), (char)('A' + (hash / 11_520 % 20)));
        return (hash / 230_400 % 8) switch
        {
            0 => first,
            1 => $"{first} {one}.",
            2 => $"{one}. {last}",
            3 => $"{first} {one}. {last}",
            4 when !last.Contains(' ') => $"{first} {one}. {other}. {last}",
            _ => $"{first} {last}",
        };
    }
}
