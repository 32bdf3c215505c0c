using CommentService.Tests.Architecture;

namespace CommentService.Tests.Hosting;

/// <summary>
/// README's table of settings has a row <c>| `Comments:X` | default | meaning |</c> for each setting. A default stands in
/// backticks; where there is none, plain words say what happens instead. Until README has rows there is nothing to compare.
/// </summary>
public sealed class ReadmeSettingsTests
{
    private const string Prefix = "| `Comments:";

    [Fact]
    public void Settings_table_names_every_setting_and_no_other()
    {
        var rows = Rows();
        if (rows.Count > 0)
        {
            Assert.Equal(SettingsList.All.Select(setting => setting.Name), rows.Select(row => row.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Settings_table_has_the_defaults_of_the_classes() => Assert.All(Rows(), row =>
    {
        var setting = Assert.Single(SettingsList.All, known => known.Name == row.Name);
        Assert.Equal($"{setting.Name} {setting.Default}", $"{row.Name} {row.Default}");
        Assert.False(string.IsNullOrWhiteSpace(row.Meaning), row.Name);
    });

    [Fact]
    public void Row_is_read_as_name_default_and_meaning()
    {
        Assert.Equal(("Comments:Spool:MaxMegabytes", "1024", "Size | in MiB"), Read("| `Comments:Spool:MaxMegabytes` | `1024` | Size \\| in MiB |"));
        Assert.Equal(("Comments:Policy", null, "A file"), Read("| `Comments:Policy` | built in | A file |"));
    }

    private static List<(string Name, string? Default, string Meaning)> Rows()
    {
        var readme = Path.Combine(Repository.Root, "README.md");
        return File.Exists(readme) ? [.. File.ReadLines(readme).Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).Select(Read)] : [];
    }

    private static (string Name, string? Default, string Meaning) Read(string row)
    {
        var cells = row.Replace("\\|", "\0", StringComparison.Ordinal).Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(3, cells.Length);
        var value = cells[1] is ['`', .., '`'] quoted ? quoted[1..^1] : null;
        return (cells[0].Trim('`'), value, cells[2].Replace('\0', '|'));
    }
}
