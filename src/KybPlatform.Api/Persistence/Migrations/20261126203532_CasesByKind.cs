using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CasesByKind : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Under row security an index over coalesce finds nothing: PostgreSQL does not know that it tells nothing (Cases/NextCase).
            migrationBuilder.Sql(SchemaLocks.Taking("cases"));
            migrationBuilder.Sql("""
                DROP INDEX ix_cases_next_of_kind;
                DROP INDEX ix_cases_next_of_queue_and_kind;
                CREATE INDEX ix_cases_next_of_kind ON cases (tenant_id, (CASE WHEN country IS NULL THEN '' ELSE country END), (CASE WHEN sender_type IS NULL THEN '' ELSE sender_type END), priority DESC, due_at, id) WHERE status = 'open' AND assignee IS NULL;
                CREATE INDEX ix_cases_next_of_queue_and_kind ON cases (tenant_id, queue_id, (CASE WHEN country IS NULL THEN '' ELSE country END), (CASE WHEN sender_type IS NULL THEN '' ELSE sender_type END), priority DESC, due_at, id) WHERE status = 'open' AND assignee IS NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP INDEX ix_cases_next_of_kind;
                DROP INDEX ix_cases_next_of_queue_and_kind;
                CREATE INDEX ix_cases_next_of_kind ON cases (tenant_id, (coalesce(country, '')), (coalesce(sender_type, '')), priority DESC, due_at, id) WHERE status = 'open' AND assignee IS NULL;
                CREATE INDEX ix_cases_next_of_queue_and_kind ON cases (tenant_id, queue_id, (coalesce(country, '')), (coalesce(sender_type, '')), priority DESC, due_at, id) WHERE status = 'open' AND assignee IS NULL;
                """);
        }
    }
}
