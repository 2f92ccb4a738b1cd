-- 全局查找 Somebody holds a sheet and types its number, seldom its code; spoiled and unused sheets are found too.
create index conversion_by_number on paper.conversion (unit_id, paper_number);
