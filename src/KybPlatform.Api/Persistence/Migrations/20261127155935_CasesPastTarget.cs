using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CasesPastTarget : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SchemaLocks.Taking("cases"));
            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_breached_at",
                table: "cases",
                columns: new[] { "tenant_id", "breached_at" },
                filter: "status <> 'resolved' AND breached_at IS NOT NULL")
                .Annotation("Npgsql:IndexInclude", new[] { "country", "sender_type" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_cases_tenant_id_breached_at",
                table: "cases");
        }
    }
}
