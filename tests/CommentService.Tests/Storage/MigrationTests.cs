using CommentService.Storage;
using CommentService.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Tests.Storage;

public sealed class MigrationTests
{
    [Fact]
    public void Model_has_no_change_that_no_migration_makes()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Database_is_opened_again_with_what_is_in_it()
    {
        await using var test = await TestDatabase.OpenAsync();
        await AddAsync(test, "kept");
        await test.ReopenAsync();
        await AddAsync(test, "added");
        Assert.Equal(["added", "kept"], await NamesAsync(test));
    }

    [Fact]
    public async Task Lock_that_a_killed_migration_left_does_not_hang_the_start()
    {
        await using var test = await TestDatabase.OpenAsync();
        await AddAsync(test, "kept");
        test.Execute(
            """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
            """);
        await test.ReopenAsync().WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation);
        Assert.Equal(["kept"], await NamesAsync(test));
    }

    [Fact]
    public async Task Migration_that_was_killed_before_its_first_table_is_done_again()
    {
        await using var test = new TestDatabase();
        test.Execute(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
            """);
        await test.Database.MigrateAsync(Test.Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation);
        await AddAsync(test, "first");
    }

    private static Task<bool[]> AddAsync(TestDatabase test, string name) =>
        test.Database.WriteAsync(db => db.InsertNewAsync([new Secret { Name = name, Value = [1] }]), Test.Cancellation);

    private static async Task<List<string>> NamesAsync(TestDatabase test)
    {
        await using var db = test.Database.OpenRead();
        return await db.Secrets.Select(s => s.Name).OrderBy(n => n).ToListAsync(Test.Cancellation);
    }
}
